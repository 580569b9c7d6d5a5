using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.Json;

namespace Pilevisor.Launch.Images;

/// <summary>What an image is wired of, as the generator decided it and wrote it down in the image's assembly. Nothing is resolved here, and nothing is run.</summary>
/// <param name="Image">The image's class.</param>
/// <param name="Components">In build order: each after those it needs.</param>
public sealed record WiringGraph(string Image, IReadOnlyList<WiredComponent> Components)
{
    private const string Constant = "WiringGraph";
    private const BindingFlags Hidden = BindingFlags.Static | BindingFlags.NonPublic;
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web);

    /// <summary>The layers, and the variant where components are its own, as they come first in build order.</summary>
    public IReadOnlyList<string> Layers => [.. Components.Select(c => c.Layer).Distinct()];

    /// <summary>What is given to who asks for a service.</summary>
    public Dictionary<string, WiredComponent> ByService() => Components.SelectMany(c => c.Services, (component, service) => (service.Type, component)).ToDictionary(s => s.Type, s => s.component);

    /// <summary>Takes what the generator wrote.</summary>
    /// <exception cref="JsonException">If it is something else.</exception>
    public static WiringGraph Parse(string json) => JsonSerializer.Deserialize<WiringGraph>(json, _options)!;

    /// <summary>Reads the graph of the image whose assembly is in a directory.</summary>
    /// <exception cref="LaunchException">If there is none, or an assembly is damaged.</exception>
    public static WiringGraph Read(string directory)
    {
        string? json = ImageAssemblies.Look(directory, all =>
            all.SelectMany(a => a.GetTypes()).Select(t => t.GetField(Constant, Hidden)).FirstOrDefault(f => f is { IsLiteral: true })?.GetRawConstantValue() as string);
        return json is null ? throw new LaunchException(ExitStatus.BadInput, $"no assembly in {directory} has a class with [Image]: nothing is wired in this variant") : Parse(json);
    }
}
