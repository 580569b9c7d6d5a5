using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Who keeps what it has to send while the way to another node is full: see <see cref="IMessenger.HasRoom"/>.</summary>
public abstract class RoomHandler
{
    /// <summary>The way to <paramref name="to"/>, which was full when somebody asked, has room again. On whichever CPU took the frame that says so, without a lock; must not wait.</summary>
    public abstract void OnRoom(NodeId to);
}
