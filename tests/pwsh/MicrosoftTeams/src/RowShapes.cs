// The columns that Get-CsPhoneNumberAssignment had in older versions of the module.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;

namespace TeamsStub
{
    using Row = Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models.SkypeTelephoneNumberMgmtCmdletAcquiredTelephoneNumber;

    internal static class RowShapes
    {
        private static readonly (Version Since, string[] Columns)[] News =
        {
            (new Version(7, 7, 0), new[] { "SmsActivationState" }),
            (new Version(7, 5, 0), new[] { "AssignmentBlockedState", "AssignmentBlockedUntil" }),
            (new Version(5, 0, 0), new[]
            {
                "AssignmentCategory", "City", "IsoSubdivision", "NetworkSiteId", "NumberSource", "OperatorId", "ReverseNumberLookup", "Tag",
            }),
        };

        private static readonly Dictionary<string, Type> Made = new();

        /// The row as that version gives it: this one, or one of a class of the same name that lacks what came later.
        public static object Of(Row row, Version version)
        {
            if (version >= News[0].Since) return row;
            var missing = News.Where(news => version < news.Since).SelectMany(news => news.Columns).ToHashSet();
            var columns = typeof(Row).GetProperties().Where(column => !missing.Contains(column.Name)).ToArray();
            var key = string.Join(' ', missing);
            if (!Made.TryGetValue(key, out var type)) Made[key] = type = Define(columns);
            var old = Activator.CreateInstance(type);
            foreach (var column in columns)
                type.GetField(column.Name, BindingFlags.Instance | BindingFlags.NonPublic).SetValue(old, column.GetValue(row));
            return old;
        }

        private static Type Define(PropertyInfo[] columns)
        {
            var type = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("TeamsStub.Rows"), AssemblyBuilderAccess.Run)
                .DefineDynamicModule("rows").DefineType(typeof(Row).FullName, TypeAttributes.Public);
            foreach (var column in columns)
            {
                var field = type.DefineField(column.Name, column.PropertyType, FieldAttributes.Private);
                var getter = type.DefineMethod("get_" + column.Name, MethodAttributes.Public | MethodAttributes.SpecialName,
                                               column.PropertyType, Type.EmptyTypes);
                var body = getter.GetILGenerator();
                body.Emit(OpCodes.Ldarg_0);
                body.Emit(OpCodes.Ldfld, field);
                body.Emit(OpCodes.Ret);
                type.DefineProperty(column.Name, PropertyAttributes.None, column.PropertyType, null).SetGetMethod(getter);
            }
            return type.CreateType();
        }
    }
}
