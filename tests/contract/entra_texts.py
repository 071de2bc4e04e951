"""What Entra ID says, written a third time from teamsctl's notes: the simulator and the stub could agree on the same mistake."""

import datetime
import re

RESOURCE = "48ac35b8-9aa8-4d74-927d-1f4a14a0b239"
MOVED = "Due to a configuration change made by your administrator, or because you moved to a new location, you must "
UI = "Microsoft.Identity.Client.MsalUiRequiredException"
SERVICE = "Microsoft.Identity.Client.MsalServiceException"

# The beginnings suffice to know each by: what follows is the same text twice over.
BEGINNINGS = {
    50034: (UI, "The user account {EmailHidden} does not exist in the e6204887-25ae-40f9-9109-1dc559799dad directory. To sign"),
    50053: (UI, "You've tried to sign in too many times with an incorrect user ID or password."),
    50055: (UI, "The password is expired."),
    50056: (UI, "Invalid or null password: password does not exist in the directory for this user."),
    50057: (UI, "The user account is disabled."),
    50072: (UI, f"{MOVED}enroll in multi-factor authentication to access '{RESOURCE}'."),
    50074: (UI, "Strong Authentication is required."),
    50076: (UI, f"{MOVED}use multi-factor authentication to access '{RESOURCE}'."),
    50078: (UI, "Presented multi-factor authentication has expired due to policies configured by your administrator, you must"),
    50079: (UI, f"{MOVED}enroll in multi-factor authentication to access '{RESOURCE}'."),
    50126: (UI, "Error validating credentials due to invalid username or password."),
    50158: (UI, "External security challenge was not satisfied."),
    50173: (UI, "The provided grant has expired due to it being revoked, a fresh auth token is needed."),
    50196: (UI, "The server terminated an operation because it encountered a client request loop."),
    50203: (UI, "User has not registered the authenticator app."),
    53000: (UI, "Device is not in required device state: compliant."),
    53001: (UI, "Device is not in required device state: domain_joined."),
    53003: (UI, "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance."),
    65001: (UI, "The user or administrator has not consented to use the application with ID "),
    70016: (SERVICE, "OAuth 2.0 device flow error. Authorization is pending. Continue polling."),
    70018: (SERVICE, "Invalid verification code due to user typing in wrong user code for device code flow."),
    70019: (SERVICE, "Verification code expired."),
    70043: (UI, "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was"),
    90002: (SERVICE, "Tenant 'fabrikam.example' not found. This may happen if there are no active subscriptions for the tenant."),
    90133: (SERVICE, "Device Code flow is not supported under /common or /consumers endpoint."),
    500121: (UI, "Authentication failed during strong authentication request."),
    530003: (UI, "Your device is required to be managed to access this resource."),
    700016: (SERVICE, "Application with identifier '00000000-1111-4222-8333-444444444444' was not found in the directory 'Contoso'."),
    700027: (SERVICE, "Client assertion contains an invalid signature. [Reason - The key was not found.]"),
    700082: (UI, "The refresh token has expired due to inactivity."),
    7000215: (SERVICE, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not"),
}

TRAIL = re.compile(r" Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)Z\Z")


class Message:
    """Compares equal to a refusal's text that begins so and was said now by a clock that is `ahead` of ours."""

    def __init__(self, beginning, ahead=0, wrapped=False):
        self.beginning, self.ahead, self.wrapped = beginning, ahead, wrapped

    def __call__(self, text):
        if self.wrapped:
            outer = re.fullmatch(r"One or more errors occurred\. \((.*)\)", text, re.DOTALL)
            text = outer[1] if outer else ""
        trail = TRAIL.search(text)
        if not text.startswith(self.beginning) or not trail:
            return False
        said = datetime.datetime.strptime(trail[1], "%Y-%m-%d %H:%M:%S").replace(tzinfo=datetime.timezone.utc)
        now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=self.ahead)
        return abs((said - now).total_seconds()) < 60

    def __repr__(self):
        return f"a message {self.beginning!r}"
