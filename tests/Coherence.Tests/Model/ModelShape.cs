namespace Pilevisor.Coherence.Tests.Model;

/// <summary>How large a modelled cluster is and what can happen in it.</summary>
internal sealed record ModelShape(int Nodes, int Pages, int CpusPerNode, bool Holds, bool Evictions, int AccessesPerCpu, OwnerDirectoryOptions Options)
{
    /// <summary>CPUs want something for ever, versions are only "newest" or "older": the number of states is finite without a bound on accesses.</summary>
    public const int Endless = -1;

    public static OwnerDirectoryOptions Plain => new(exclusiveZeroReads: false, migratoryReads: false);

    public static OwnerDirectoryOptions All => new(exclusiveZeroReads: true, migratoryReads: true);

    public override string ToString() =>
        $"{Nodes} nodes, {Pages} pages, {CpusPerNode} CPUs a node, holds {Holds}, evictions {Evictions}"
        + $", zero {Options.ExclusiveZeroReads}, migratory {Options.MigratoryReads}";
}
