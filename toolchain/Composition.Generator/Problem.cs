using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Pilevisor.Composition.Generator;

/// <summary>A diagnostic without symbols or trees, so that it can be kept and compared between runs of the generator.</summary>
internal sealed record Problem(DiagnosticDescriptor Descriptor, string Path, TextSpan Span, LinePositionSpan Lines, EquatableArray<string> Arguments)
{
    /// <summary>The problem at <paramref name="location"/>, which must be in source.</summary>
    public static Problem At(Location location, DiagnosticDescriptor descriptor, params string[] arguments) =>
        new(descriptor, location.SourceTree!.FilePath, location.SourceSpan, location.GetLineSpan().Span, new EquatableArray<string>(arguments));

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Location.Create(Path, Span, Lines), Arguments.ToArray<object>());
}
