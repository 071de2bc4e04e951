namespace Teamsctl.Host
{
    /// <summary>Property bags: [pscustomobject], Select-Object, parsed JSON.</summary>
    internal sealed class BagShape : Shape
    {
        private MemberPlan plan;

        public override bool IsObject => true;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            PSObject bag = wrapper ?? new PSObject();
            if (!writer.Enter(bag, depth))
            {
                return;
            }

            PSMemberInfoCollection<PSMemberInfo> members = Engine.InstanceMembers(bag);
            if (members == null || !CurrentPlan(writer, bag))
            {
                SlowObject.Write(writer, bag, depth - 1);
            }
            else
            {
                Notes(writer, bag, members, depth - 1);
            }

            writer.Leave();
        }

        /// <summary>Whether bags of these type names have just what is in them, or known members of their type besides.</summary>
        private bool CurrentPlan(ObjectWriter writer, PSObject bag)
        {
            if (plan == null || !plan.Fits(writer, bag))
            {
                plan = MemberPlan.Of(writer, bag, null, null);
            }

            return plan != null && !plan.NeedsSlowPath;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Notes(ObjectWriter writer, PSObject bag, PSMemberInfoCollection<PSMemberInfo> members, int depth)
        {
            JsonText json = writer.Json;
            TextMembers texts = writer.TextsAt(depth);
            bool first = true;
            json.Byte((byte)'{');
            foreach (PSMemberInfo member in members)
            {
                if (member is PSPropertyInfo property && !Engine.IsReserved(property))
                {
                    if (!first)
                    {
                        json.Byte((byte)',');
                    }

                    first = false;
                    json.String(property.Name);
                    json.Byte((byte)':');
                    if (property is PSNoteProperty && property.Value is string text)
                    {
                        json.String(text);
                    }
                    else
                    {
                        writer.Property(property, depth, texts != null && texts.Has(property.Name));
                    }
                }
            }

            foreach (Member member in plan.Members)
            {
                if (members[member.Name] == null)
                {
                    if (!first)
                    {
                        json.Byte((byte)',');
                    }

                    first = false;
                    json.String(member.Name);
                    json.Byte((byte)':');
                    writer.Property(bag.Properties[member.Name], depth, texts != null && texts.Has(member.Name));
                }
            }

            json.Byte((byte)'}');
        }
    }
}
