namespace Pilevisor.Launch.Running;

/// <summary>What the guest's init script tells the host.</summary>
public enum GuestMarkerKind
{
    /// <summary>User space is up.</summary>
    Ready,

    /// <summary>What follows is the command's output.</summary>
    CommandBegins,

    /// <summary>The command has ended.</summary>
    CommandEnded,
}
