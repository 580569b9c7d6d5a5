namespace Pilevisor.Kernel;

/// <summary>EL2's own timer (CNTHP on each CPU), shared by a few clients.</summary>
public interface ITimers
{
    /// <summary>Makes <paramref name="client"/> known. Boot only; at most 16 clients.</summary>
    void Register(TimerClient client);

    /// <summary>Calls <paramref name="client"/> on the calling CPU at <paramref name="deadline"/>, or earlier if it already had an earlier deadline there.</summary>
    void Request(TimerClient client, Cycles deadline);
}
