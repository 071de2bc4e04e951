namespace Teamsctl.Host
{
    /// <summary>Which variables a script that only reads may set, and which it may not even read.</summary>
    internal static class VariableNames
    {
        /// <summary>Those that PowerShell sets, or that change what commands do. All that begin with PS are taken for such.</summary>
        private static readonly HashSet<string> reserved = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "_", "?", "^", "$", "args", "ConfirmPreference", "ConsoleFileName", "CurrentlyExecutingCommand",
            "EnabledExperimentalFeatures", "Error", "Event", "EventArgs", "EventSubscriber", "ExecutionContext", "false",
            "foreach", "HOME", "Host", "input", "IsCoreCLR", "IsLinux", "IsMacOS", "IsWindows", "LASTEXITCODE",
            "LogCommandHealthEvent", "LogCommandLifecycleEvent", "LogEngineHealthEvent", "LogEngineLifecycleEvent",
            "LogProviderHealthEvent", "LogProviderLifecycleEvent", "LogSettingsEvent", "Matches", "MaximumHistoryCount",
            "MyInvocation", "NestedPromptLevel", "OutputEncoding", "PID", "PROFILE", "PWD", "Sender", "ShellId", "StackTrace",
            "switch", "this", "true", "VerboseHelpErrors", "WhatIfPreference",
        };

        /// <summary>The name without a scope before it.</summary>
        public static string Of(VariablePath path)
        {
            return path.UserPath.Substring(path.UserPath.IndexOf(':') + 1);
        }

        /// <summary>Whether PowerShell puts values of its own into it.</summary>
        public static bool IsReserved(string name)
        {
            return reserved.Contains(name) || name.StartsWith("PS", StringComparison.OrdinalIgnoreCase);
        }

        public static bool CanBeSet(VariablePath path)
        {
            return path.IsVariable && !path.IsDriveQualified && (path.IsUnqualified || path.IsLocal || path.IsPrivate)
                && !IsReserved(Of(path));
        }

        public static bool CanBeSet(string name)
        {
            foreach (char c in name)
            {
                if (!char.IsLetterOrDigit(c) && c != '_')
                {
                    return false;
                }
            }

            return name.Length > 0 && !IsReserved(name);
        }

        public static bool IsMachinery(string name)
        {
            return name.Equals("ExecutionContext", StringComparison.OrdinalIgnoreCase)
                || name.Equals("Host", StringComparison.OrdinalIgnoreCase)
                || name.Equals("PSCmdlet", StringComparison.OrdinalIgnoreCase);
        }
    }
}
