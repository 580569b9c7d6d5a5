using System.Collections.Generic;
using System.CommandLine;
using Pilevisor.Launch;
using Pilevisor.Launch.Devices;

namespace Pilevisor.Cli.Commands;

/// <summary>The options that describe a guest's devices.</summary>
internal sealed class GuestDeviceOptions
{
    private readonly Option<GuestDisk[]> _disks = DiskOption.Create("--disk");
    private readonly Option<NetworkChoice?> _network = NetworkOption.Create("--net");
    private readonly Option<GuestShare[]> _shares = ShareOption.Create("--share");
    private readonly Option<bool> _entropy = new("--rng") { Description = $"Give the guest a source of entropy, and our own guest the driver [default: {(GuestDevices.HasEntropyByDefault ? "a source, where the board can have one" : "none")}]" };
    private readonly Option<bool> _noEntropy = new("--no-rng") { Description = "Give it none" };

    public IEnumerable<Option> All => [_disks, _network, _shares, _entropy, _noEntropy];

    /// <summary>The devices asked for.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="hasSystem">Whether the guest is a system on a disk: that has a network, unless it is said that it has none.</param>
    /// <exception cref="LaunchException">If one is asked for and refused at once.</exception>
    public GuestDevices Read(ParseResult request, bool hasSystem)
    {
        if (request.GetValue(_entropy) && request.GetValue(_noEntropy)) throw new LaunchException(ExitStatus.BadInput, "--rng and --no-rng contradict each other: leave one out");
        return new GuestDevices
        {
            Disks = request.GetValue(_disks) ?? [],
            Network = request.GetValue(_network) is { } said ? said.Network : hasSystem ? new GuestNetwork() : null,
            Shares = request.GetValue(_shares) ?? [],
            Entropy = request.GetValue(_entropy) ? true : request.GetValue(_noEntropy) ? false : null,
        };
    }
}
