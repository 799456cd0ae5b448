namespace Cresta.VoiceCallSession.Sdk.Testing.Http2;

/// <summary>The steps of a plan that happen by time. Guarded by the lock that it is given, which it takes when a step is due.</summary>
internal sealed class StepTimers(TimeProvider timeProvider, Lock gate)
{
    private readonly List<ITimer> _timers = [];
    private bool _stopped;

    public void Start(IEnumerable<PlanStep> steps, Action<PlanStep> run)
    {
        // A step without delay may end it all before the next one is started.
        foreach (var step in steps.Where(step => step.Trigger == StreamTrigger.Time).TakeWhile(_ => !_stopped))
        {
            _timers.Add(timeProvider.CreateTimer(_ => Due(step, run), null, step.Delay, Timeout.InfiniteTimeSpan));
        }
    }

    public void Stop()
    {
        _stopped = true;
        _timers.ForEach(timer => timer.Dispose());
        _timers.Clear();
    }

    private void Due(PlanStep step, Action<PlanStep> run)
    {
        lock (gate)
        {
            if (!_stopped)
            {
                run(step);
            }
        }
    }
}
