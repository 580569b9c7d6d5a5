using System;
using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Cli.Scaling;

/// <summary>What came of a bench of scaling.</summary>
/// <param name="Variant">The image that the nodes booted.</param>
/// <param name="HostCores">Cores of the host, which all machines share.</param>
/// <param name="KeptHostAwake">Whether the host's CPUs were kept from sleeping, as far as that was ours to say.</param>
/// <param name="Figures">All times.</param>
internal sealed record ScalingResult(string Variant, int HostCores, bool KeptHostAwake, IReadOnlyList<ScalingFigure> Figures)
{
    /// <summary>The applications, in the order in which they ran.</summary>
    public IEnumerable<string> Applications => Figures.Select(figure => figure.Application).Distinct();

    /// <summary>An application's figures.</summary>
    public ScalingFigure[] Of(string application) => [.. Figures.Where(figure => figure.Application == application)];

    /// <summary>What an application's are compared with: plain QEMU with one CPU, or with as few as there was.</summary>
    public ScalingFigure One(string application) => Of(application).OrderBy(figure => figure.Source == ScalingFigure.Plain ? 0 : 1).ThenBy(figure => figure.Cpus).First();

    /// <summary>What the largest cluster shows of an application, in a sentence.</summary>
    public string Verdict(string application)
    {
        if (Of(application).Where(figure => figure.Source == ScalingFigure.Cluster).MaxBy(figure => figure.Cpus) is not { Cost: { } cost } most) return "was not run on a cluster";
        double speedup = most.SpeedupOver(One(application));
        ScalingFigure? simulated = Of(application).FirstOrDefault(figure => figure.Source == ScalingFigure.Simulated && figure.Cpus == most.Cpus);
        string times = FormattableString.Invariant($"{speedup:0.00} times as fast on {most.Cpus} CPUs of {most.Nodes} nodes");
        if (simulated is not null) times += FormattableString.Invariant($", {simulated.SpeedupOver(One(application)):0.00} times with a core for each and a gigabit link (simulated)");
        return $"{times}. {Reason(cost)}";
    }

    private static string Reason(ScalingCost cost)
    {
        (string What, double Share) most = new[] { ("computed, or waited for one of the host's cores,", cost.Computing), ("had nothing to do", cost.Idle), ("waited for pages", cost.Waiting) }.MaxBy(part => part.Item2);
        string reason = FormattableString.Invariant($"Its CPUs {most.What} {most.Share:P0} of the time");
        if (cost.Waiting < 0.05 || cost.HotPages is not [{ } hottest, ..]) return reason + ".";
        string who = FormattableString.Invariant($"{cost.Locks / cost.Waiting:P0} of the waiting for pages was for the kernel's locks, {cost.Kernel / cost.Waiting:P0} in the rest of the kernel, {cost.User / cost.Waiting:P0} in programs");
        string where = hottest.Functions.Count == 0 ? "" : $", by {string.Join(" and ", hottest.Functions)}";
        return FormattableString.Invariant($"{reason}. {who}; {hottest.Share:P0} of it for page 0x{hottest.Page:x} ({hottest.Pattern}){where}.");
    }
}
