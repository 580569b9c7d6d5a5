using System;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>Few pages are used by all and often, most hardly ever (Zipf's law with exponent 0.99, as in YCSB); one access in ten is a write. Popularity is spread over the nodes' windows.</summary>
internal sealed class ZipfWorkload : GeneratedWorkload
{
    private const double Exponent = 0.99;
    private const int AccessesPerWrite = 10;
    private readonly double[] _sums;

    public ZipfWorkload(SimOptions options)
        : base(options)
    {
        _sums = new double[options.Pages];
        double sum = 0;
        for (int rank = 0; rank < _sums.Length; rank++) _sums[rank] = sum += 1 / Math.Pow(rank + 1, Exponent);
    }

    public override bool TryNext(int cpu, Random random, out SimAccess access)
    {
        int found = Array.BinarySearch(_sums, random.NextDouble() * _sums[^1]);
        int rank = Math.Min(found < 0 ? ~found : found, _sums.Length - 1);
        access = Access(PageOf(rank % Options.Nodes, rank / Options.Nodes), random.Next(AccessesPerWrite) == 0, random);
        return true;
    }
}
