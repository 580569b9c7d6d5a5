using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch;
using Pilevisor.Launch.Images;

namespace Pilevisor.Cli.Graphs;

/// <summary>What of an image's graph is drawn: all of it as modules, or some components with their neighbours.</summary>
internal static class GraphViews
{
    /// <summary>Each layer a box; what the variant registers itself stands alone.</summary>
    public static Drawing Overview(WiringGraph graph)
    {
        Box[] boxes = [.. graph.Components.GroupBy(c => OverviewKey(graph, c)).Select(part => IsOwn(graph, part.First())
            ? BoxOf(part.First(), Mark.Own)
            : new Box(part.Key, part.Key, $"{part.Count()} component{(part.Count() == 1 ? "" : "s")}", part.Key, Mark.None))];
        Dictionary<(string From, string To), int> counts = Links(graph).Select(link => (From: OverviewKey(graph, link.From), To: OverviewKey(graph, link.To)))
            .Where(link => link.From != link.To).GroupBy(link => link).ToDictionary(links => links.Key, links => links.Count());
        return Sorted($"{ShortName.Of(graph.Image)}: {graph.Components.Count} components by layer", boxes, [.. Folded(counts)]);
    }

    // One arrow for two boxes that need each other, the way in which they do so more: half as many to follow with the eye.
    private static IEnumerable<Arrow> Folded(Dictionary<(string From, string To), int> counts)
    {
        foreach (((string from, string to), int count) in counts)
        {
            int back = counts.GetValueOrDefault((to, from));
            if (count < back || (count == back && string.CompareOrdinal(from, to) > 0)) continue;
            yield return new Arrow(from, to, back == 0 ? $"{count}" : $"{count}, {back} back", Mark.None);
        }
    }

    /// <summary>A layer's components with their neighbours.</summary>
    /// <exception cref="LaunchException">With the layers there are.</exception>
    public static Drawing Layer(WiringGraph graph, string layer) => graph.Layers.Contains(layer)
        ? Around(graph, $"{ShortName.Of(graph.Image)}: {layer} and what it touches", c => c.Layer == layer)
        : throw new LaunchException(ExitStatus.BadInput, $"unknown layer {layer}: there are {string.Join(", ", graph.Layers.Order(StringComparer.Ordinal))}");

    /// <summary>A component, by its class or by what it is asked for as, with its neighbours.</summary>
    /// <exception cref="LaunchException">With those whose names are like it.</exception>
    public static Drawing Component(WiringGraph graph, string name)
    {
        if (graph.Components.Any(c => IsCalled(c, name))) return Around(graph, $"{ShortName.Of(graph.Image)}: {name} and what it touches", c => IsCalled(c, name));
        string[] similar = [.. graph.Components.Where(c => c.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).Select(c => c.Name).Order(StringComparer.Ordinal)];
        throw new LaunchException(ExitStatus.BadInput, $"unknown component {name}: " + (similar.Length > 0 ? $"there {(similar.Length == 1 ? "is" : "are")} {string.Join(", ", similar)}" : "`./pilevisor graph --layer LAYER` shows those of a layer"));
    }

    /// <summary>The chosen components, and those that need one of them or are needed by one.</summary>
    private static Drawing Around(WiringGraph graph, string title, Func<WiredComponent, bool> isChosen)
    {
        (WiredComponent From, WiredComponent To)[] links = [.. Links(graph).Where(link => isChosen(link.From) || isChosen(link.To))];
        Box[] boxes = [.. graph.Components.Where(isChosen).Concat(links.SelectMany(link => new[] { link.From, link.To })).Distinct().Select(c => BoxOf(c, IsOwn(graph, c) ? Mark.Own : Mark.None))];
        return Sorted(title, boxes, [.. links.Select(link => new Arrow(Key(link.From), Key(link.To), "", Mark.None))]);
    }

    /// <summary>What only one of two images has, and its neighbours.</summary>
    public static Drawing Difference(string title, WiringGraph here, WiringGraph there)
    {
        Dictionary<string, Mark> components = Compare(here.Components.Select(Key), there.Components.Select(Key));
        Dictionary<(string From, string To), Mark> links = Compare(Links(here).Select(Keys), Links(there).Select(Keys));
        Arrow[] arrows = [.. links.Where(link => link.Value != Mark.None).Select(link => new Arrow(link.Key.From, link.Key.To, "", link.Value))];
        HashSet<string> shown = [.. components.Where(c => c.Value != Mark.None).Select(c => c.Key), .. arrows.SelectMany(arrow => new[] { arrow.From, arrow.To })];
        Box[] boxes = [.. here.Components.Concat(there.Components).DistinctBy(Key).Where(c => shown.Contains(Key(c))).Select(c => BoxOf(c, components[Key(c)]))];
        return Sorted(title, boxes, arrows);
    }

    private static bool IsCalled(WiredComponent component, string name) => component.Name == name || component.Contracts.Contains(name);

    private static Dictionary<T, Mark> Compare<T>(IEnumerable<T> here, IEnumerable<T> there)
        where T : notnull
    {
        HashSet<T> second = [.. there];
        Dictionary<T, Mark> marks = here.Distinct().ToDictionary(item => item, item => second.Contains(item) ? Mark.None : Mark.Removed);
        foreach (T item in second) marks.TryAdd(item, Mark.Added);
        return marks;
    }

    // A pair is named once, however many parameters say it.
    private static IEnumerable<(WiredComponent From, WiredComponent To)> Links(WiringGraph graph)
    {
        Dictionary<string, WiredComponent> services = graph.ByService();
        return graph.Components.SelectMany(c => c.Needs, (c, need) => (c, services[need.Service])).Distinct();
    }

    private static Drawing Sorted(string title, IEnumerable<Box> boxes, Arrow[] arrows) => new(title, [.. boxes.GroupBy(box => box.Group).SelectMany(group => group)], arrows);

    private static Box BoxOf(WiredComponent component, Mark mark) =>
        new(Key(component), component.Name + (component.PerCpu ? " (each CPU)" : ""), string.Join(", ", component.Contracts), component.Layer, mark);

    private static bool IsOwn(WiringGraph graph, WiredComponent component) => component.Services.Any(service => service.By == graph.Image);

    private static string OverviewKey(WiringGraph graph, WiredComponent component) => IsOwn(graph, component) ? Key(component) : component.Layer;

    // One class can come from several members.
    private static string Key(WiredComponent component) => $"{component.Type} {component.Member}";

    private static (string From, string To) Keys((WiredComponent From, WiredComponent To) link) => (Key(link.From), Key(link.To));
}
