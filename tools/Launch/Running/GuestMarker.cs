namespace Pilevisor.Launch.Running;

/// <summary>A line of the guest's init script for the host.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Status">The command's exit status, where it has ended.</param>
public readonly record struct GuestMarker(GuestMarkerKind Kind, int Status);
