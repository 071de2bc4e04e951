namespace Teamsctl.Host
{
    /// <summary>Certificates with their private keys, from PFX or PEM files. What .NET says of a bad one differs from version
    /// to version, so the errors have ids and texts of ours, and .NET's inside.</summary>
    internal static class Certificates
    {
        // ERROR_INVALID_PASSWORD, which .NET sets on every platform.
        private const int InvalidPassword = unchecked((int)0x80070056);

        public static X509Certificate2 Load(string path, SecureString password)
        {
            byte[] file = Read(path);
            try
            {
                X509Certificate2 certificate = file.AsSpan().IndexOf("-----BEGIN "u8) >= 0
                    ? FromPem(path, file, password) : FromPfx(path, file, password);
                return certificate.HasPrivateKey ? certificate : throw WrongKey(path, null);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(file);
            }
        }

        private static byte[] Read(string path)
        {
            try
            {
                return File.ReadAllBytes(path);
            }
            catch (Exception error)
            {
                string text = error is FileNotFoundException or DirectoryNotFoundException
                    ? "There is no file " + path + "." : "The file " + path + " cannot be read.";
                throw Failed("CertificateFile", path, new IOException(text, error));
            }
        }

        private static X509Certificate2 FromPfx(string path, byte[] file, SecureString password)
        {
            try
            {
                if (file.Length == 0 || X509Certificate2.GetCertContentType(file) != X509ContentType.Pfx)
                {
                    throw WrongFormat(path, null);
                }

                // X509CertificateLoader came with .NET 9 and takes no SecureString; PowerShell 7.4 has .NET 8.
#pragma warning disable SYSLIB0057
                return new X509Certificate2(file, password);
#pragma warning restore SYSLIB0057
            }
            catch (CryptographicException error)
            {
                throw error.HResult == InvalidPassword ? WrongPassword(path, error) : WrongFormat(path, error);
            }
        }

        private static X509Certificate2 FromPem(string path, byte[] file, SecureString password)
        {
            char[] text = GC.AllocateUninitializedArray<char>(Encoding.UTF8.GetCharCount(file), pinned: true);
            char[] secret = GC.AllocateUninitializedArray<char>(password?.Length ?? 0, pinned: true);
            try
            {
                Encoding.UTF8.GetChars(file, text);
                Reveal(password, secret);
                return FromPem(path, text, secret);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(text.AsSpan()));
                CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(secret.AsSpan()));
            }
        }

        private static X509Certificate2 FromPem(string path, char[] text, char[] secret)
        {
            try
            {
                X509Certificate2.CreateFromPem(text).Dispose();
            }
            catch (CryptographicException error)
            {
                throw WrongFormat(path, error);
            }

            bool encrypted = text.AsSpan().IndexOf("-----BEGIN ENCRYPTED PRIVATE KEY-----") >= 0;
            try
            {
                return encrypted ? X509Certificate2.CreateFromEncryptedPem(text, text, secret)
                                 : X509Certificate2.CreateFromPem(text, text);
            }
            catch (CryptographicException error)
            {
                // A key that was read and belongs to another certificate has an ArgumentException inside.
                throw encrypted && error.InnerException is not ArgumentException ? WrongPassword(path, error) : WrongKey(path, error);
            }
        }

        private static void Reveal(SecureString password, char[] secret)
        {
            if (password == null)
            {
                return;
            }

            IntPtr clear = Marshal.SecureStringToGlobalAllocUnicode(password);
            Marshal.Copy(clear, secret, 0, secret.Length);
            Marshal.ZeroFreeGlobalAllocUnicode(clear);
        }

        private static Exception WrongPassword(string path, Exception cause)
        {
            return Failed("CertificatePassword", path,
                new CryptographicException("The password of the certificate " + path + " is wrong or missing.", cause));
        }

        private static Exception WrongFormat(string path, Exception cause)
        {
            return Failed("CertificateFormat", path,
                new CryptographicException("The file " + path + " is neither a PFX nor a PEM certificate.", cause));
        }

        private static Exception WrongKey(string path, Exception cause)
        {
            return Failed("CertificateKey", path,
                new CryptographicException("The certificate " + path + " has no private key of its own.", cause));
        }

        private static Exception Failed(string id, string path, Exception error)
        {
            return new RuntimeException(error.Message, error, new ErrorRecord(error, id, ErrorCategory.InvalidArgument, path));
        }
    }
}
