namespace Teamsctl.Host
{
    /// <summary>Compact JSON in UTF-8, growing as needed up to the size of a record. Commas are the caller's.</summary>
    internal sealed class JsonText
    {
        private const int Chunk = 4096;
        private const int Reserve = 64 * 1024;

        private byte[] bytes;
        private int length;

        public JsonText(int capacity)
        {
            bytes = new byte[capacity];
        }

        public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

        public int Length => length;

        /// <summary>Takes back everything after the first `count` bytes.</summary>
        public void Truncate(int count)
        {
            length = count;
        }

        /// <summary>Starts over; the memory of one giant is not kept for the rest of the session.</summary>
        public void Clear()
        {
            length = 0;
            if (bytes.Length > 1024 * 1024)
            {
                bytes = new byte[Reserve];
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Byte(byte value)
        {
            Ensure(1);
            bytes[length++] = value;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Raw(ReadOnlySpan<byte> value)
        {
            Ensure(value.Length);
            value.CopyTo(bytes.AsSpan(length));
            length += value.Length;
        }

        public void Null()
        {
            Raw("null"u8);
        }

        public void Boolean(bool value)
        {
            Raw(value ? "true"u8 : "false"u8);
        }

        public void Number(long value)
        {
            Formatted(value);
        }

        /// <summary>Writes a number, or any text that needs no escapes, in the invariant culture.</summary>
        public void Formatted<T>(T value, ReadOnlySpan<char> format = default) where T : IUtf8SpanFormattable
        {
            Ensure(128);
            value.TryFormat(bytes.AsSpan(length), out int written, format, CultureInfo.InvariantCulture);
            length += written;
        }

        public void Quoted<T>(T value, ReadOnlySpan<char> format = default) where T : IUtf8SpanFormattable
        {
            Byte((byte)'"');
            Formatted(value, format);
            Byte((byte)'"');
        }

        public void Base64(ReadOnlySpan<byte> value)
        {
            long need = ((long)value.Length + 2) / 3 * 4;
            if (need > Limit.Record)
            {
                throw new RecordTooLargeException();
            }

            Ensure((int)need + 2);
            bytes[length++] = (byte)'"';
            System.Buffers.Text.Base64.EncodeToUtf8(value, bytes.AsSpan(length), out _, out int written);
            length += written;
            bytes[length++] = (byte)'"';
        }

        /// <summary>Writes a string; null is null. Lone surrogates become U+FFFD.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void String(string value)
        {
            if (value == null)
            {
                Null();
                return;
            }

            Characters(value, default);
        }

        /// <summary>Writes an encoded name and then the string: the hot path of all, so in one piece.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void NameAndString(byte[] name, string value)
        {
            if (value == null)
            {
                Raw(name);
                Null();
                return;
            }

            Characters(value, name);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Characters(ReadOnlySpan<char> text, ReadOnlySpan<byte> name)
        {
            // Six bytes is the longest escape; long texts go piece by piece so that little is reserved in vain.
            if (text.Length <= Chunk)
            {
                Ensure(name.Length + (text.Length * 6) + 2);
                name.CopyTo(bytes.AsSpan(length));
                length += name.Length;
                bytes[length++] = (byte)'"';
                Escape(text);
                bytes[length++] = (byte)'"';
                return;
            }

            Raw(name);
            Byte((byte)'"');
            while (text.Length > Chunk)
            {
                int count = char.IsHighSurrogate(text[Chunk - 1]) ? Chunk - 1 : Chunk;
                Ensure(Chunk * 6);
                Escape(text.Slice(0, count));
                text = text.Slice(count);
            }

            Ensure((text.Length * 6) + 2);
            Escape(text);
            bytes[length++] = (byte)'"';
        }

        /// <summary>Copies eight characters at a time while they are plain ASCII. The room is there already.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Escape(ReadOnlySpan<char> text)
        {
            ref ushort source = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
            ref byte target = ref MemoryMarshal.GetArrayDataReference(bytes);
            int count = text.Length;
            int to = length;
            int from = 0;
            while (from < count)
            {
                while (count - from >= 8)
                {
                    Vector128<ushort> eight = Vector128.LoadUnsafe(ref source, (nuint)from);
                    Vector128<ushort> special = Vector128.LessThan(eight, Vector128.Create((ushort)0x20))
                        | Vector128.GreaterThan(eight, Vector128.Create((ushort)0x7e))
                        | Vector128.Equals(eight, Vector128.Create((ushort)'"'))
                        | Vector128.Equals(eight, Vector128.Create((ushort)'\\'));
                    if (special != Vector128<ushort>.Zero)
                    {
                        break;
                    }

                    Vector128.Narrow(eight, eight).GetLower().StoreUnsafe(ref target, (nuint)to);
                    from += 8;
                    to += 8;
                }

                int stop = Math.Min(count, from + 8);
                while (from < stop)
                {
                    uint c = Unsafe.Add(ref source, from++);
                    if (c < 0x7f && c >= 0x20 && c != '"' && c != '\\')
                    {
                        Unsafe.Add(ref target, to++) = (byte)c;
                    }
                    else if (c < 0x80)
                    {
                        to = EscapeAscii(ref target, to, c);
                    }
                    else if (c < 0x800)
                    {
                        Unsafe.Add(ref target, to++) = (byte)(0xc0 | (c >> 6));
                        Unsafe.Add(ref target, to++) = (byte)(0x80 | (c & 0x3f));
                    }
                    else if (c - 0xd800 < 0x400 && from < count && (uint)Unsafe.Add(ref source, from) - 0xdc00 < 0x400)
                    {
                        uint scalar = 0x10000 + ((c - 0xd800) << 10) + ((uint)Unsafe.Add(ref source, from++) - 0xdc00);
                        Unsafe.Add(ref target, to++) = (byte)(0xf0 | (scalar >> 18));
                        Unsafe.Add(ref target, to++) = (byte)(0x80 | ((scalar >> 12) & 0x3f));
                        Unsafe.Add(ref target, to++) = (byte)(0x80 | ((scalar >> 6) & 0x3f));
                        Unsafe.Add(ref target, to++) = (byte)(0x80 | (scalar & 0x3f));
                    }
                    else
                    {
                        uint scalar = c - 0xd800 < 0x800 ? 0xfffd : c;
                        Unsafe.Add(ref target, to++) = (byte)(0xe0 | (scalar >> 12));
                        Unsafe.Add(ref target, to++) = (byte)(0x80 | ((scalar >> 6) & 0x3f));
                        Unsafe.Add(ref target, to++) = (byte)(0x80 | (scalar & 0x3f));
                    }
                }
            }

            length = to;
        }

        private static int EscapeAscii(ref byte target, int to, uint c)
        {
            byte letter = c switch
            {
                '"' => (byte)'"',
                '\\' => (byte)'\\',
                '\n' => (byte)'n',
                '\r' => (byte)'r',
                '\t' => (byte)'t',
                '\b' => (byte)'b',
                '\f' => (byte)'f',
                _ => 0,
            };
            Unsafe.Add(ref target, to++) = (byte)'\\';
            if (letter != 0)
            {
                Unsafe.Add(ref target, to++) = letter;
                return to;
            }

            Unsafe.Add(ref target, to++) = (byte)'u';
            Unsafe.Add(ref target, to++) = (byte)'0';
            Unsafe.Add(ref target, to++) = (byte)'0';
            Unsafe.Add(ref target, to++) = (byte)('0' + (c >> 4));
            Unsafe.Add(ref target, to++) = (byte)((c & 15) < 10 ? '0' + (c & 15) : 'a' + (c & 15) - 10);
            return to;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Ensure(int count)
        {
            if (bytes.Length - length < count)
            {
                Grow(count);
            }
        }

        private void Grow(int count)
        {
            if (length > Limit.Record)
            {
                throw new RecordTooLargeException();
            }

            long size = Math.Max((long)length + count, Math.Min((long)bytes.Length * 2, Limit.Record + Reserve));
            Array.Resize(ref bytes, (int)size);
        }
    }
}
