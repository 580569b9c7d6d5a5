using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Launch.Images;

/// <summary>An object of an image, or one on each CPU.</summary>
/// <param name="Type">Its class, in full.</param>
/// <param name="Assembly">Where that is declared.</param>
/// <param name="PerCpu">Whether each CPU has one.</param>
/// <param name="Member">The factory or the instance that gives it; null if its constructor is called.</param>
/// <param name="Services">What it is registered as.</param>
/// <param name="Needs">What its constructor or factory is given.</param>
public sealed record WiredComponent(string Type, string Assembly, bool PerCpu, string? Member, IReadOnlyList<WiredService> Services, IReadOnlyList<WiredNeed> Needs)
{
    /// <summary>The layer it belongs to, or the variant: its assembly without the common prefix.</summary>
    public string Layer => Assembly[(Assembly.LastIndexOf('.') + 1)..];

    /// <summary>Its class without namespaces.</summary>
    public string Name => ShortName.Of(Type);

    /// <summary>What it is asked for as where that is another name than its own, without namespaces.</summary>
    public IEnumerable<string> Contracts => Services.Where(s => s.Type != Type).Select(s => ShortName.Of(s.Type));
}
