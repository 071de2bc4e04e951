// What Entra ID says when it refuses a sign-in, and the exceptions that carry it.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;

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
        private const string Moved = "Due to a configuration change made by your administrator, or because you moved to a new location, you must ";

        // Fixed, so that a test can compare whole texts.
        private const string Trail = " Trace ID: 11111111-2222-4333-8444-555555555555 Correlation ID: 66666666-7777-4888-8999-aaaaaaaaaaaa" +
                                     " Timestamp: 2026-01-02 03:04:05Z";

        private static readonly Dictionary<int, string> Texts = new()
        {
            [50034] = "The user account {EmailHidden} does not exist in the Contoso directory. To sign into this application, the account must be added to the directory.",
            [50053] = "You've tried to sign in too many times with an incorrect user ID or password.",
            [50055] = "The password is expired.",
            [50057] = "The user account is disabled.",
            [50076] = Moved + $"use multi-factor authentication to access '{Resource}'.",
            [50079] = Moved + $"enroll in multi-factor authentication to access '{Resource}'.",
            [50126] = "Error validating credentials due to invalid username or password.",
            [53000] = "Device is not in required device state",
            [53003] = "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
            [65001] = $"The user or administrator has not consented to use the application with ID '{Client}' named 'Microsoft Teams PowerShell Cmdlets'. Send an interactive authorization request for this user and resource.",
            [70043] = "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on 2026-01-01T00:00:00.0000000Z and the maximum allowed lifetime for this request is 3600.",
            [90002] = "Tenant 'contoso.example' not found. This may happen if there are no active subscriptions for the tenant. Check to make sure you have the correct tenant ID. Check with your subscription administrator.",
            [500121] = "Authentication failed during strong authentication request.",
            [700016] = $"Application with identifier '{Client}' was not found in the directory 'Contoso'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
            [700027] = "Client assertion contains an invalid signature. [Reason - The key was not found.]",
            [700082] = "The refresh token has expired due to inactivity.",
        };

        // These come back as invalid_client, unauthorized_client or invalid_request: no further question could help.
        private static readonly int[] OfTheApplication = { 90002, 700016, 700027 };

        public static Exception Of(int number)
        {
            var text = Texts.TryGetValue(number, out var known) ? known : "The sign-in was refused.";
            var message = $"AADSTS{number}: {text}{Trail}";
            return OfTheApplication.Contains(number) ? new MsalServiceException(message) : new MsalUiRequiredException(message);
        }

        public static Exception NoBrowser => new MsalClientException(
            "Unable to open a web page using xdg-open, gnome-open, kfmclient or wslview tools. See inner exception for details. " +
            "Possible causes for this error are: tools are not installed or they cannot open a URL. Make sure you can open a web page " +
            "by invoking from a terminal: xdg-open https://www.bing.com ");

        /// An exception whose type has that name, whatever it is: scenarios name types of the real module, which exist nowhere here.
        public static Exception Named(string typeName, string message)
        {
            var type = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(typeName))
                .FirstOrDefault(found => typeof(Exception).IsAssignableFrom(found) && found.GetConstructor(new[] { typeof(string) }) is not null);
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
