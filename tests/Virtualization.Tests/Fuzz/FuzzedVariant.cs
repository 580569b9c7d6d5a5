using System;
using System.Text;
using Pilevisor.Coherence;
using Pilevisor.Coherence.Tests;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>What an image chooses and which node it is, as a seed draws it.</summary>
/// <param name="HasGicV2">Which interrupt controller the guest has.</param>
/// <param name="Protocol">The coherence protocol.</param>
/// <param name="Geometry">The units of coherence.</param>
/// <param name="IsStandard">Whether frames are those that every Ethernet carries.</param>
/// <param name="Mode">What frames go through; null if they are not sealed.</param>
/// <param name="Self">Which node it is.</param>
internal sealed record FuzzedVariant(bool HasGicV2, string Protocol, Type Geometry, bool IsStandard, SealMode? Mode, int Self)
{
    /// <summary>What every machine's key file holds if frames are sealed.</summary>
    public const string Key = "00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210";

    /// <summary>A leader of what most images choose.</summary>
    public static FuzzedVariant Plain => new(false, nameof(OwnerDirectory), typeof(SmallPages), false, null, 0);

    public static FuzzedVariant Draw(Random random)
    {
        Type[] geometries = [typeof(SmallPages), typeof(SmallPages), typeof(Units16K), typeof(Units64K), typeof(AdaptiveUnits)];
        SealMode?[] modes = [null, null, null, null, SealMode.Authenticated, SealMode.Encrypted];
        return new FuzzedVariant(
            random.Next(4) == 0, ShippedProtocols.Names[random.Next(ShippedProtocols.Names.Length)], geometries[random.Next(geometries.Length)], random.Next(3) == 0, modes[random.Next(modes.Length)], random.Next(2));
    }

    /// <summary>What a machine's firmware says, with the key and the random bytes that sealed frames need.</summary>
    public Bootargs NewHardware(FakePhysicalMemory memory, MacAddress address)
    {
        byte[] seed = new byte[BootSeed.Bytes];
        new Random((int)address.Value).NextBytes(seed);
        Bootargs hardware = new("pilevisor.memory=0x200000 pilevisor.cache=0x100000") { CpuCount = FuzzedNode.Cpus, Seed = seed };
        if (Mode is not null) Give(hardware, memory, CpioArchive.Of(("key", Encoding.ASCII.GetBytes(Key))));
        return hardware;
    }

    public ITransport NewTransport() => IsStandard ? new StandardFrames() : new JumboFrames();

    public IFrameSecurity NewSecurity(ILink link, BootFiles files, BootSeed seed) => Mode switch
    {
        SealMode.Authenticated => new AuthenticatedFrames(link, files, seed),
        SealMode.Encrypted => new EncryptedFrames(link, files, seed),
        _ => new OpenFrames(link, files),
    };

    private static unsafe void Give(Bootargs hardware, FakePhysicalMemory memory, byte[] archive)
    {
        hardware.Payload = memory.Allocate((ulong)archive.Length, GranuleNumber.Bytes, "what the machine boots with");
        hardware.PayloadBytes = (ulong)archive.Length;
        archive.CopyTo(new Span<byte>(memory.Pointer(hardware.Payload), archive.Length));
    }

    public override string ToString() => $"node {Self}, {(HasGicV2 ? "GICv2" : "GICv3")}, {Protocol}, {Geometry.Name}, {(IsStandard ? "standard" : "jumbo")} frames, {Mode?.ToString() ?? "open"}";
}
