using System;
using System.IO;
using System.Runtime.CompilerServices;
using Pilevisor.Launch.Images;

namespace Pilevisor.Launch.Tests.Graphs;

/// <summary>The small image of the generator's own tests, as the generator writes it down.</summary>
internal static class SampleGraph
{
    /// <summary>The image, with some of its text replaced.</summary>
    public static WiringGraph With(params (string Old, string New)[] changes)
    {
        string json = Written().Split("\"\"\"")[1];
        foreach ((string old, string changed) in changes) json = json.Replace(old, changed, StringComparison.Ordinal);
        return WiringGraph.Parse(json);
    }

    /// <summary>The image with a component in another layer, and two layers that need each other.</summary>
    public static WiringGraph Layered => With(("\"Demo.Logger\", \"assembly\": \"Demo\"", "\"Demo.Logger\", \"assembly\": \"Demo.Logs\""), ("\"by\": \"Demo.Node\"", "\"by\": \"Demo.IDefaults\""));

    private static string Written([CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../Composition.Tests/WiringTests.The_graph_says_what_was_decided.verified.txt"));
}
