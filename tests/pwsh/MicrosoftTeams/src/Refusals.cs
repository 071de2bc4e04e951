// What Entra ID says when it refuses a sign-in, and the exceptions that carry it.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Security.Cryptography.X509Certificates;

namespace Microsoft.Identity.Client
{
    public class MsalServiceException : Exception { public MsalServiceException(string message) : base(message) { } }
    public class MsalUiRequiredException : MsalServiceException { public MsalUiRequiredException(string message) : base(message) { } }
    public class MsalClientException : Exception { public MsalClientException(string message) : base(message) { } }
}

namespace TeamsStub
{
    using Microsoft.Identity.Client;

    internal static class Refusals
    {
        private const string Resource = "48ac35b8-9aa8-4d74-927d-1f4a14a0b239";
        private const string Client = "12128f48-ec9e-42f0-b203-ea49fb6af367";

        // All texts are those of the simulator, and the ids are fixed, so that a test can compare whole messages.
        private static string Trail =>
            " Trace ID: 7d0e3f5a-52c1-4d8e-9b61-0c4f7a2e1b00 Correlation ID: 2b9f6c1d-8e47-4a35-b0d2-6f13c9e8a741 Timestamp: " +
            Now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + "Z";

        /// The time by the clock of Entra ID.
        public static DateTime Now => DateTime.UtcNow + Scenario.Current.ClockSkew;

        private static readonly Dictionary<int, string> Texts = new()
        {
            [50034] = $"The user account {{EmailHidden}} does not exist in the {Contoso.TenantId} directory. To sign into this " +
                "application, the account must be added to the directory.",
            [50053] = "You've tried to sign in too many times with an incorrect user ID or password.",
            [50055] = "The password is expired.",
            [50056] = "Invalid or null password: password does not exist in the directory for this user.",
            [50057] = "The user account is disabled.",
            [50072] = "Due to a configuration change made by your administrator, or because you moved to a new location, you " +
                $"must enroll in multi-factor authentication to access '{Resource}'.",
            [50074] = "Strong Authentication is required.",
            [50076] = "Due to a configuration change made by your administrator, or because you moved to a new location, you " +
                $"must use multi-factor authentication to access '{Resource}'.",
            [50078] = "Presented multi-factor authentication has expired due to policies configured by your administrator, you " +
                $"must refresh your multi-factor authentication to access '{Resource}'.",
            [50079] = "Due to a configuration change made by your administrator, or because you moved to a new location, you " +
                $"must enroll in multi-factor authentication to access '{Resource}'.",
            [50126] = "Error validating credentials due to invalid username or password.",
            [50158] = "External security challenge was not satisfied.",
            [50173] = "The provided grant has expired due to it being revoked, a fresh auth token is needed.",
            [50196] = "The server terminated an operation because it encountered a client request loop. Please contact your app " +
                "vendor.",
            [50203] = "User has not registered the authenticator app.",
            [53000] = "Device is not in required device state: compliant. Conditional Access policy requires a compliant device, " +
                "and the device is not compliant.",
            [53001] = "Device is not in required device state: domain_joined. Conditional Access policy requires a domain joined " +
                "device, and the device is not domain joined.",
            [53003] = "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
            [65001] = $"The user or administrator has not consented to use the application with ID '{Client}' named 'MS Teams " +
                "Powershell Cmdlets'. Send an interactive authorization request for this user and resource.",
            [70016] = "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
            [70018] = "Invalid verification code due to user typing in wrong user code for device code flow.",
            [70019] = "Verification code expired.",
            [70043] = "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The " +
                "token was issued on 2026-11-21T08:00:00.0000000Z and the maximum allowed lifetime for this request is " +
                "86400.",
            [90002] = "Tenant 'fabrikam.example' not found. This may happen if there are no active subscriptions for the tenant. " +
                "Check to make sure you have the correct tenant ID. Check with your subscription administrator.",
            [90133] = "Device Code flow is not supported under /common or /consumers endpoint.",
            [500121] = "Authentication failed during strong authentication request.",
            [530003] = "Your device is required to be managed to access this resource.",
            [700016] = "Application with identifier '00000000-1111-4222-8333-444444444444' was not found in the directory " +
                "'Contoso'. This can happen if the application has not been installed by the administrator of the tenant " +
                "or consented to by any user in the tenant. You may have sent your authentication request to the wrong " +
                "tenant.",
            [700027] = "Client assertion contains an invalid signature. [Reason - The key was not found.]",
            [700082] = "The refresh token has expired due to inactivity.",
            [7000215] = "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, " +
                "not the client secret ID, for a secret added to app '00000000-1111-4222-8333-444444444444'.",
        };

        // About the application, the tenant or the flow: no further question to the user could help.
        private static readonly int[] NotOfTheUser = { 70016, 70018, 70019, 90002, 90133, 700016, 700027, 7000215 };

        public static bool IsKnown(int number) => Texts.ContainsKey(number);

        public static Exception Of(int number)
        {
            var message = $"AADSTS{number}: {Texts[number]}{Trail}";
            return NotOfTheUser.Contains(number) ? new MsalServiceException(message) : new MsalUiRequiredException(message);
        }

        public static Exception NoTenant(string tenant) => new MsalServiceException(Of(90002).Message.Replace("fabrikam.example", tenant));

        public static Exception NoApplication(string id) =>
            new MsalServiceException(Of(700016).Message.Replace("00000000-1111-4222-8333-444444444444", id));

        public static Exception Expired(X509Certificate2 certificate) => new MsalServiceException(Of(700027).Message.Replace(
            "The key was not found.", "The key used is expired., Thumbprint of key used by client: '" + certificate.Thumbprint +
            $"', Found key 'Start={KeyTime(certificate.NotBefore)}, End={KeyTime(certificate.NotAfter)}'"));

        private static string KeyTime(DateTime time) =>
            time.ToUniversalTime().ToString("MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture);

        /// An exception whose type has that name, whatever it is: scenarios name types of the real module, which exist nowhere here.
        public static Exception Named(string typeName, string message)
        {
            var type = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(typeName))
                .FirstOrDefault(found => typeof(Exception).IsAssignableFrom(found)
                                         && found.GetConstructor(new[] { typeof(string) }) is not null);
            return (Exception)Activator.CreateInstance(type ?? Define(typeName), message);
        }

        private static Type Define(string typeName)
        {
            var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("TeamsStub.Exceptions"), AssemblyBuilderAccess.Run)
                .DefineDynamicModule("exceptions");
            var type = module.DefineType(typeName, TypeAttributes.Public, typeof(Exception));
            var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, new[] { typeof(string) });
            var body = constructor.GetILGenerator();
            body.Emit(OpCodes.Ldarg_0);
            body.Emit(OpCodes.Ldarg_1);
            body.Emit(OpCodes.Call, typeof(Exception).GetConstructor(new[] { typeof(string) }));
            body.Emit(OpCodes.Ret);
            return type.CreateType();
        }
    }
}
