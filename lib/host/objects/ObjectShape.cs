namespace Teamsctl.Host
{
    /// <summary>Objects of a .NET class or struct.</summary>
    internal sealed class ObjectShape : Shape
    {
        private const int MaximumPlans = 64;

        private readonly Type type;
        private readonly bool textInside;
        private readonly List<MemberPlan> plans = new List<MemberPlan>();
        private MemberPlan last;

        /// <summary>Those that are text by themselves write that, which says more than theirs of PowerShell.</summary>
        public override bool IsObject => !textInside;

        public ObjectShape(Type type, bool textInside)
        {
            this.type = type;
            this.textInside = textInside;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Write(ObjectWriter writer, object value, PSObject wrapper, int depth)
        {
            if (textInside && !writer.IsTop(depth))
            {
                writer.Json.String(Text(value));
                return;
            }

            if (!writer.Enter(value, depth))
            {
                return;
            }

            PSObject row = wrapper ?? PSObject.AsPSObject(value);
            MemberPlan plan = Engine.HasInstanceProperties(row) ? null : PlanOf(writer, row, writer.TextsAt(depth - 1));
            if (plan == null || plan.NeedsSlowPath)
            {
                SlowObject.Write(writer, row, depth - 1);
            }
            else
            {
                plan.Write(writer, value, depth - 1);
            }

            writer.Leave();
        }

        private static string Text(object value)
        {
            try
            {
                return value is FileSystemInfo file ? file.FullName : value.ToString();
            }
            catch (Exception error) when (ObjectWriter.IsOfValue(error))
            {
                return null;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private MemberPlan PlanOf(ObjectWriter writer, PSObject row, TextMembers texts)
        {
            if (last != null && ReferenceEquals(last.Texts, texts) && last.Fits(writer, row))
            {
                return last;
            }

            for (int i = plans.Count - 1; i >= 0; i--)
            {
                if (ReferenceEquals(plans[i].Texts, texts) && plans[i].Fits(writer, row))
                {
                    return last = plans[i];
                }
            }

            MemberPlan made = MemberPlan.Of(writer, row, type, texts);
            for (int i = plans.Count - 1; i >= 0; i--)
            {
                // A new request: the same members as before keep the code made for them.
                if (made != null && made.IsLike(plans[i]))
                {
                    plans[i].Renew(made);
                    return last = plans[i];
                }
            }

            if (plans.Count >= MaximumPlans)
            {
                plans.Clear();
            }

            if (made != null)
            {
                plans.Add(made);
            }

            return last = made;
        }
    }
}
