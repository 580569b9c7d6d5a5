using Pilevisor.Launch.Devices;

namespace Pilevisor.Cli.Commands;

/// <summary>What was said of the guest's network, if anything was: an option cannot have the value null.</summary>
/// <param name="Network">The network; null for none.</param>
internal sealed record NetworkChoice(GuestNetwork? Network);
