using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Launch.Images;

/// <summary>What an image has otherwise than another: one service that only one of them has, or that they make differently.</summary>
/// <param name="Service">What is asked for, in full.</param>
/// <param name="Here">What the first has for it; null if nothing.</param>
/// <param name="There">What the second has for it; null if nothing.</param>
public sealed record WiringDifference(string Service, WiredComponent? Here, WiredComponent? There)
{
    /// <summary>All differences, in the first one's build order, then what only the second has.</summary>
    public static IReadOnlyList<WiringDifference> Of(WiringGraph here, WiringGraph there)
    {
        Dictionary<string, WiredComponent> first = here.ByService();
        Dictionary<string, WiredComponent> second = there.ByService();
        return [.. first.Keys.Union(second.Keys).Select(service => new WiringDifference(service, first.GetValueOrDefault(service), second.GetValueOrDefault(service))).Where(d => !d.IsSame)];
    }

    // Who registers it does not matter: each variant's class is another one.
    private bool IsSame => Here is not null && There is not null && Here.Type == There.Type && Here.PerCpu == There.PerCpu && Here.Member == There.Member && Here.Needs.SequenceEqual(There.Needs);
}
