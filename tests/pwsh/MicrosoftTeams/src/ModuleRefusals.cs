// Sign-ins that fail in the module or in MSAL, without an answer of Entra ID: the names that scenarios know them by, their
// texts and the exceptions that carry them.
using System;
using System.Collections.Generic;

namespace TeamsStub
{
    internal static class ModuleRefusals
    {
        private const string OfClient = "Microsoft.Identity.Client.MsalClientException";
        private const string OfService = "Microsoft.Identity.Client.MsalServiceException";
        private const string OfUser = "Microsoft.Identity.Client.MsalUiRequiredException";
        private const string Browser = "Unable to open a web page using xdg-open, gnome-open, kfmclient or wslview tools";
        private const string Tokens = "The provided tokens must have less than {0} seconds difference in the time range of expiration.";

        private static readonly Dictionary<string, (string Text, string Type, bool Wrapped)> All = new()
        {
            ["assembly_clash"] = ("Could not load file or assembly 'Microsoft.Identity.Client, Version=4.83.1.0, Culture=neutral, " +
                "PublicKeyToken=0a613f4dd989e8ae'. The located assembly's manifest definition does not match the assembly " +
                "reference. (0x80131040)", "System.IO.FileLoadException", false),
            ["certificate_provider"] = ("Invalid provider type specified.", "System.Security.Cryptography.CryptographicException", false),
            ["expired_tokens"] = ("IDX10223: Lifetime validation failed. The token is expired.",
                                  "Microsoft.IdentityModel.Tokens.SecurityTokenExpiredException", false),
            ["no_browser"] = (Browser + ". See inner exception for details. Possible causes for this error are: tools are not installed " +
                "or they cannot open a URL. Make sure you can open a web page by invoking from a terminal: xdg-open " +
                "https://www.bing.com ", OfClient, true),
            ["no_browser_sudo"] = (Browser + " in sudo mode. Please run the process as non-sudo user.", OfClient, true),
            ["not_azure"] = ("Network is unreachable (169.254.169.254:80)", OfService, true),
            ["password_required"] = ("password_required_for_managed_user: Password is required for managed user", OfClient, true),
            ["tenant_type"] = ("Not supported tenant type.", "System.Exception", false),
            ["unequal_tokens"] = (string.Format(Tokens, 5400), "System.Exception", false),
            ["unequal_tokens_old"] = (string.Format(Tokens, 180), "System.Exception", false),
            ["wam"] = ("Broker response returned error: WAM Error Wam plugin " +
                "Microsoft.Identity.Client.Platforms.Features.WamBroker.AadPlugin Error code: 3399614476 Error Message: SubError: " +
                "basic_action V2Error: invalid_grant AADSTS50076: Due to a configuration change made by your administrator, or " +
                "because you moved to a new location, you must use multi-factor authentication to access " +
                "'48ac35b8-9aa8-4d74-927d-1f4a14a0b239'.", OfUser, true),
        };

        public static bool IsKnown(string name) => All.ContainsKey(name);

        /// Whether an AggregateException is around it, as around what fails in a task.
        public static bool IsWrapped(string name) => All[name].Wrapped;

        public static Exception Of(string name) => Refusals.Named(All[name].Type, All[name].Text);
    }
}
