using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// One side of bring-up as a state machine: frames and time come in, frames go out, nothing waits. Every frame may be lost, come twice or late, so each side
/// repeats what has not been answered, and answers again what it has answered before.
/// </summary>
internal abstract class BringUpRole
{
    /// <summary>The last step that was reached.</summary>
    public BringUpStep Reached { get; protected set; } = BringUpStep.Discovering;

    /// <summary>What it waits for now.</summary>
    public abstract string WaitsFor { get; }

    /// <summary>Begins.</summary>
    public abstract void Begin();

    /// <summary>Takes the steps that frames have made possible. Called by the CPU that boots, with no lock held.</summary>
    public abstract void Advance();

    /// <summary>This node's own set-up is done.</summary>
    public abstract void ReportReady();

    /// <summary>A while has passed: sends again what has not been answered.</summary>
    public abstract void Repeat();

    /// <summary>How long the next while is, in microseconds; 0 if there is nothing more to repeat.</summary>
    public abstract ulong RepeatMicroseconds { get; }

    /// <summary>Takes a frame, which any machine may have sent.</summary>
    /// <returns>False if it is refused: then it has changed nothing.</returns>
    public abstract bool TryReceive(in DecodedFrame frame);

    /// <summary>Before the cluster is described: whether the machine with <paramref name="address"/> takes part in this run, as far as this node knows.</summary>
    public abstract bool HasJoined(MacAddress address);

    /// <summary>It took too long: a panic that says how far it got and who was not heard of.</summary>
    public abstract void FailTimedOut();
}
