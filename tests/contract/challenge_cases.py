"""Questions of a sign-in and of commands (the cases of session_test.py)."""

import base64
import hmac
import struct
import time

from session_calls import ACCOUNT, NUMBERS, SIGNED_IN, call, connect, credential, context, host, obj, prompt, refused
from tenant import rows

QUESTION = "Enter the verification code from your authenticator app"
SENTENCE = "To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code FRWQDE7YL to authenticate."
WRONG = "That code is not correct. Try again."
MFA = {"Credential": credential("mfa@contoso.example")}
SIGNED_IN_WITH_MFA = context("mfa@contoso.example")
TOTP = {"Credential": credential("totp@contoso.example")}


def code_of_the_moment():
    """RFC 6238 with the secret JBSWY3DPEHPK3PXP."""
    key = base64.b32decode("JBSWY3DPEHPK3PXP")
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7fffffff) % 1000000:06d}"


def code(**step):
    return {"connect": [{"ask_code": step}]}


def console_code(way, **step):
    return code(through=way, prompt=f"{QUESTION}: ", **step)


METHODS = [{"label": label, "key": "", "help": ""} for label in ("Text +X XXXXXXXX12", "Call +X XXXXXXXX12", "Authenticator app")]
CONSOLES = (("console", 1), ("stderr", 2))

CODES = [
    dict(name="code_wrong_then_right", calls=[connect(
        parameters=MFA, answers=["000000", "123456"], expect=[prompt(), host(WRONG), prompt(), SIGNED_IN_WITH_MFA])]),
    dict(name="code_wrong_thrice", calls=[connect(
        parameters=MFA, answers=["000000"] * 3,
        expect=[prompt(), host(WRONG), prompt(), host(WRONG), prompt(), *refused(500121)])]),
    dict(name="code_secure", scenario=code(through="secure"), calls=[connect(
        answers=["123456"], expect=[prompt("secure", secret=True), SIGNED_IN])]),
    dict(name="code_of_the_moment", calls=[connect(
        parameters=TOTP, answers=[code_of_the_moment], expect=[prompt(), context("totp@contoso.example")])]),
    dict(name="code_of_the_moment_wrong", calls=[connect(
        parameters=TOTP, answers=["abcdef"] * 3,
        expect=[prompt(), host(WRONG), prompt(), host(WRONG), prompt(), *refused(500121)])]),
    *[dict(name=f"code_on_{way}", scenario=console_code(way), console={"terminal": "000000\n123456\n"}, calls=[connect(
        typed=[(key, QUESTION + ": ", "000000\r"), (key, QUESTION + ": ", "123456\r")], expect=[SIGNED_IN])])
      for way, key in CONSOLES],
    dict(name="code_in_time", scenario=code(expires="30s"), calls=[connect(
        answers=["000000", "123456"], expect=[prompt(), host(WRONG), prompt(), SIGNED_IN])]),
    *[dict(name=f"code_late_{way}", scenario=code(expires="500ms", through=way), longest=20, calls=[
        connect(answers=[None], expect=[prompt("secure" if way == "secure" else "line"), *refused(500121)]),
        connect(answers=[None], expect=[prompt("secure" if way == "secure" else "line"), *refused(500121)])])
      for way in ("host", "secure")],
    dict(name="code_wrong_and_then_late", scenario=code(expires="1500ms"), longest=20, calls=[connect(
        answers=["000000", None], expect=[prompt(), host(WRONG), prompt(), *refused(500121)])]),
    *[dict(name=f"code_late_on_{way}", scenario=console_code(way, expires="500ms"), longest=20, alone=True, calls=[
        connect(typed=[(key, QUESTION + ": ", "")], expect=refused(500121)),
        # What was typed too late is the answer to the next question, as on every console.
        connect(typed=[(key, QUESTION + ": ", "123456\r")], expect=[SIGNED_IN])])
      for way, key in CONSOLES],
    *[dict(name=name, scenario=name, longest=20, alone=True, calls=[connect(
        answers=answers, expect=expect, state=None)])
      for name, answers, expect in (("death-at-prompt", [None], [prompt()]), ("death-at-prompt-console", [], []))],
]

QUESTIONS = [
    dict(name="method_choice", scenario="method-choice", calls=[connect(answers=[2, "123456"], expect=[
        prompt("choice", "How do you want to verify?", caption="Verify your identity", choices=METHODS, default=-1), prompt(),
        SIGNED_IN])]),
    dict(name="choice_with_keys", scenario={"connect": [{"ask": {
        "through": "choice", "prompt": "Go on?", "choices": ["&Yes", "No to A&ll"], "default": 1}}]},
        calls=[connect(answers=[0], expect=[prompt(
            "choice", "Go on?", default=1, choices=[{"label": "Yes", "key": "Y", "help": ""},
                                                    {"label": "No to All", "key": "L", "help": ""}]), SIGNED_IN])]),
    dict(name="password_then_code", scenario="password-then-code", calls=[connect(
        answers=["Passw0rd!", "123456"],
        expect=[prompt("secure", "Password for mfa@contoso.example", secret=True), prompt(), SIGNED_IN])]),
    dict(name="wrong_password_before_the_code", scenario="password-then-code", calls=[connect(
        answers=["wrong"], expect=[prompt("secure", "Password for mfa@contoso.example", secret=True), *refused(50126)])]),
    dict(name="fields", scenario="question-with-fields", calls=[
        connect(expect=[SIGNED_IN]),
        call(NUMBERS, answers=[{"values": {"NumberType": "CallingPlan", "TelephoneNumber": "+14250000001"}}], expect=[
            prompt("fields", "Supply values for the following parameters:",
                   caption="cmdlet Get-CsPhoneNumberAssignment at command pipeline position 1",
                   fields=[{"name": name, "label": name, "help": "", "secret": False}
                           for name in ("NumberType", "TelephoneNumber")]),
            *[obj(row) for row in rows(*range(5))]])]),
    dict(name="question_nobody_foresaw", scenario="question-at-sign-in", calls=[connect(
        answers=["contoso"], expect=[prompt(message="Which tenant do you want to use"), SIGNED_IN])]),
    dict(name="question_nobody_foresaw_on_console", scenario="question-at-sign-in-console", calls=[connect(
        typed=[(1, "Which tenant do you want to use? ", "contoso\r")], expect=[SIGNED_IN])]),
    *[dict(name=name, scenario=name, console={1: "Open your Authenticator app, and "}, calls=[connect(
        expect=refused(500121) if denied else [SIGNED_IN])])
      for name, denied in (("approval", False), ("number-match", False), ("approval-denied", True), ("approval-timeout", True),
                           ("number-match-denied", True), ("number-match-hidden", True))],
]

DEVICE_CODES = [
    *[dict(name=f"device_code_on_{name}", scenario=f"device-code{suffix}", console={key: SENTENCE + "\n"}, calls=[connect(
        parameters=ACCOUNT, expect=[context("device@contoso.example")])])
      for name, suffix, key in (("stdout", "", 1), ("stderr", "-stderr", 2), ("terminal", "-terminal", "terminal"),
                                ("stdout_bytewise", "-bytewise", 1))],
    *[dict(name=f"device_code_on_{name}", scenario=f"device-code-{name}", calls=[connect(
        parameters=ACCOUNT, expect=[record, context("device@contoso.example")])])
      for name, record in (("host", host(SENTENCE)), ("warning", {"type": "warning", "message": SENTENCE}),
                           ("information", {"type": "information", "message": SENTENCE}), ("output", obj(SENTENCE)))],
    *[dict(name=f"device_code_{name}", scenario=f"device-code-{name}", console={key: text}, calls=[connect(
        parameters=ACCOUNT, expect=[context("device@contoso.example")])])
      for name, key, text in (("narrow", 1, "devicelogin\nand enter the code FRWQDE7YL to authenticate.\n"),
                              ("coloured", 1, "\x1b[1mFRWQDE7YL\x1b[22m to authenticate.\x1b[0m\n"),
                              ("prefixed", 2, "WARNING: To sign in, "), ("wrapped", 1, "microsoft.com/de\nvicelogin"))],
]

CHALLENGES = [*CODES, *QUESTIONS, *DEVICE_CODES]
