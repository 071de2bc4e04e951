namespace Teamsctl.Host
{
    /// <summary>What PowerShell knows of an object and tells nobody. The public way (PSObject.Properties) builds a collection of
    /// all members each time, and PSObject.TypeNames copies the names of every object that is asked; both cost more than
    /// writing the row. Where a later PowerShell has no such members, everything takes the slow and public path.</summary>
    internal static class Engine
    {
        private static readonly Func<PSObject, Collection<string>> typeNames = TypeNamesGetter();
        private static readonly InstanceMemberProbe probe = InstanceMemberProbe.Make();
        private static readonly Func<PSObject, object> adapter = AdapterGetter();

        public static Collection<string> TypeNames(PSObject row)
        {
            return typeNames?.Invoke(row);
        }

        /// <summary>The members of this very object; null when there are none or they cannot be known.</summary>
        public static PSMemberInfoCollection<PSMemberInfo> InstanceMembers(PSObject row)
        {
            return probe?.Find(row);
        }

        /// <summary>Whether this very object has properties that its type has not; yes when that cannot be known.</summary>
        public static bool HasInstanceProperties(PSObject row)
        {
            if (probe == null)
            {
                return true;
            }

            PSMemberInfoCollection<PSMemberInfo> members = probe.Find(row);
            if (members != null)
            {
                foreach (PSMemberInfo member in members)
                {
                    if (member is PSPropertyInfo property && !IsReserved(property))
                    {
                        return true;
                    }
                }
            }

            return false;
        }

        /// <summary>Whether it is the hidden property that every object gets as soon as somebody lists its members.</summary>
        public static bool IsReserved(PSPropertyInfo property)
        {
            return property is PSCodeProperty && property.Name == "pstypenames";
        }

        /// <summary>Whether its properties are those of its .NET type, not an adapter's (rows of data tables, CIM).</summary>
        public static bool IsPlainDotNet(PSObject row)
        {
            return adapter?.Invoke(row)?.GetType().Name == "DotNetAdapter";
        }

        private static Func<PSObject, Collection<string>> TypeNamesGetter()
        {
            try
            {
                return HiddenGetter("InternalTypeNames")?.CreateDelegate<Func<PSObject, Collection<string>>>();
            }
            catch (Exception)
            {
                return null;
            }
        }

        private static Func<PSObject, object> AdapterGetter()
        {
            try
            {
                return HiddenGetter("InternalAdapter")?.CreateDelegate<Func<PSObject, object>>();
            }
            catch (Exception)
            {
                return null;
            }
        }

        private static MethodInfo HiddenGetter(string name)
        {
            return typeof(PSObject).GetProperty(name, BindingFlags.Instance | BindingFlags.NonPublic)?.GetGetMethod(true);
        }
    }

    /// <summary>Calls PSObject.HasInstanceMembers, one of whose types cannot be named here.</summary>
    internal abstract class InstanceMemberProbe
    {
        public abstract PSMemberInfoCollection<PSMemberInfo> Find(object row);

        public static InstanceMemberProbe Make()
        {
            try
            {
                MethodInfo method = typeof(PSObject).GetMethod("HasInstanceMembers",
                    BindingFlags.Static | BindingFlags.NonPublic);
                ParameterInfo[] parameters = method.GetParameters();
                Type members = parameters[1].ParameterType.GetElementType();
                return (InstanceMemberProbe)Activator.CreateInstance(typeof(Probe<>).MakeGenericType(members), method);
            }
            catch (Exception)
            {
                return null;
            }
        }

        public sealed class Probe<T> : InstanceMemberProbe where T : PSMemberInfoCollection<PSMemberInfo>
        {
            private readonly Ask ask;

            public Probe(MethodInfo method)
            {
                ask = method.CreateDelegate<Ask>();
            }

            private delegate bool Ask(object row, out T members);

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public override PSMemberInfoCollection<PSMemberInfo> Find(object row)
            {
                return ask(row, out T members) ? members : null;
            }
        }
    }
}
