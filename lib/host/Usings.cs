// The session host: runs inside pwsh, takes requests from one pipe and gives records to another.
// The contract is teamsctl-host-protocol(7). The build puts these files together into one source, this one first and the
// others in the order of their paths; the loader (loader.ps1) compiles that with Add-Type and calls Program.Run. It must
// build without warnings from PowerShell 7.4 (.NET 8, C# 12) on. One source and not many, since it comes through one
// descriptor and its hash names the compiled host in the cache; so what all files use is said here, once and globally.
//
// Program starts and ends it. The rooms: channel (records, out), requests (in), session (work), read_only (scripts that
// only read), prompts (questions), user_interface (PowerShell's view of us), objects (results as JSON, the hot path).
//
// The assembly is never compiled ahead of time: whatever runs before `ready` is paid for in JIT time, so that path has
// no LINQ, no regular expressions, no JSON library and few methods; and hot methods ask for full optimisation at once.

global using System;
global using System.Buffers;
global using System.Collections;
global using System.Collections.Generic;
global using System.Collections.ObjectModel;
global using System.Diagnostics;
global using System.Globalization;
global using System.IO;
global using System.Management.Automation;
global using System.Management.Automation.Host;
global using System.Management.Automation.Language;
global using System.Management.Automation.Runspaces;
global using System.Numerics;
global using System.Reflection;
global using System.Reflection.Emit;
global using System.Runtime.CompilerServices;
global using System.Runtime.InteropServices;
global using System.Runtime.Intrinsics;
global using System.Security;
global using System.Security.Cryptography;
global using System.Security.Cryptography.X509Certificates;
global using System.Text;
global using System.Text.Json;
global using System.Text.Unicode;
global using System.Threading;
global using Microsoft.Win32.SafeHandles;
