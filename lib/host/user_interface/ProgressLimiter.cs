namespace Teamsctl.Host
{
    /// <summary>Lets ten records a second through for each activity, and every last one.</summary>
    internal sealed class ProgressLimiter
    {
        private const int MaximumActivities = 1000;

        private readonly Dictionary<(long, int), long> last = new Dictionary<(long, int), long>();

        public bool Allows(long source, int activity, bool completed)
        {
            lock (last)
            {
                if (completed)
                {
                    last.Remove((source, activity));
                    return true;
                }

                long now = Environment.TickCount64;
                if (last.TryGetValue((source, activity), out long before) && now - before < Limit.ProgressMilliseconds)
                {
                    return false;
                }

                if (last.Count >= MaximumActivities)
                {
                    last.Clear();
                }

                last[(source, activity)] = now;
                return true;
            }
        }
    }
}
