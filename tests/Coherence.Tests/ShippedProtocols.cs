namespace Pilevisor.Coherence.Tests;

/// <summary>The protocols that ship, by name, for tests that hold all of them to the same.</summary>
internal static class ShippedProtocols
{
    public static string[] Names { get; } =
        [nameof(OwnerDirectory), nameof(MsiDirectory), nameof(MesiDirectory), nameof(MigratoryDirectory), nameof(SingleCopy), nameof(DynamicOwner)];

    public static ICoherenceProtocol Create(string name, IProtocolWorld world) => name switch
    {
        nameof(OwnerDirectory) => new OwnerDirectory(world),
        nameof(MsiDirectory) => new MsiDirectory(world),
        nameof(MesiDirectory) => new MesiDirectory(world),
        nameof(MigratoryDirectory) => new MigratoryDirectory(world),
        nameof(SingleCopy) => new SingleCopy(world),
        nameof(DynamicOwner) => new DynamicOwner(world),
        _ => throw new System.ArgumentException($"no protocol {name}", nameof(name)),
    };
}
