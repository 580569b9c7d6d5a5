using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>What is done with messages of some kind.</summary>
public abstract class MessageHandler
{
    /// <summary>
    /// Deals with a message, which has the <see cref="MessageShape"/> that was registered with its kind: checks first what else it says. Runs on whichever CPU took the frame, with <see cref="LockRank.Receive"/> held; must not wait.
    /// </summary>
    public abstract void Receive(in ReceivedMessage message);
}
