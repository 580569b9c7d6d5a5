using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>This node's part in bring-up: what it offers, and how it takes part.</summary>
/// <param name="membership">The six steps.</param>
/// <param name="options">The hypervisor's options.</param>
/// <param name="hardware">CPUs.</param>
/// <param name="counter">Its rate must be the same on all nodes.</param>
/// <param name="registers">The CPU's identification, which must be the same on all nodes.</param>
/// <param name="image">Knows the image's identity, which must be, too.</param>
/// <param name="check">Makes a number of it.</param>
/// <param name="files">The guest payload, at the leader.</param>
/// <param name="seed">Makes the run's number, and others.</param>
public sealed class ClusterStart(Membership membership, BootOptions options, IHardware hardware, ICounter counter, IGuestRegisters registers, IStackWalk image, Crc32C check, BootFiles files, BootSeed seed)
{
    /// <summary>Whether this node was given the guest payload. A key alone is none.</summary>
    public bool IsLeader => files.IsThere && !files.HasOnly(ClusterKey.FileName);

    /// <summary>Steps one to three: returns when the cluster is described.</summary>
    public void Discover()
    {
        NodeOffer offer = new() { MemoryBytes = options.MemoryBytes, CounterFrequencyHz = counter.FrequencyHz, CpuCount = (ulong)hardware.CpuCount, Features = Features() };
        membership.Discover(in offer, new BringUpOptions
        {
            IsLeader = IsLeader,
            ExpectedNodes = options.Nodes,
            MostNodes = options.MostNodes,
            Epoch = options.Epoch != 0 ? options.Epoch : seed.Epoch,
            Secret = seed.Secret,
            ImageName = image.ImageIdentity.ToArray(),
        });
    }

    /// <summary>Steps five and six: returns when every node is ready.</summary>
    public void AwaitStart() => membership.ReportReadyAndAwaitStart();

    private NodeFeatures Features()
    {
        // What a task that moves between nodes relies on: the CPU's own name and the ID registers of instruction set and memory model.
        NodeFeatures features = default;
        features[0] = registers.Read(GuestRegister.Midr);
        features[1] = registers.ReadIdentification(4, 0);
        features[2] = registers.ReadIdentification(4, 1);
        features[3] = registers.ReadIdentification(6, 0);
        features[4] = registers.ReadIdentification(6, 1);
        features[5] = registers.ReadIdentification(7, 0);
        features[6] = registers.ReadIdentification(7, 1);
        features[7] = registers.ReadIdentification(7, 2);
        features[NodeFeatures.Image] = check.Append(0, image.ImageIdentity);
        return features;
    }
}
