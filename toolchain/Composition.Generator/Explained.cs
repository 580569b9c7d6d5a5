using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>Diagnostics that say what the problem is, how to fix it, and show an example: IDEs show it, and docs/diagnostics.md is made of it.</summary>
internal static class Explained
{
    /// <summary>A diagnostic. Its description has the form of a section of docs/diagnostics.md.</summary>
    public static DiagnosticDescriptor Descriptor(string id, string title, string message, string category, DiagnosticSeverity severity, string problem, string fix, string example) =>
        new(id, title, message, category, severity, isEnabledByDefault: true, description: $"**Problem.** {problem}\n\n**Fix.** {fix}\n\n```csharp\n{example}\n```");
}
