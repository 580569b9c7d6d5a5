using System.Text.RegularExpressions;

namespace Pilevisor.Launch.Images;

/// <summary>Type names without namespaces.</summary>
public static partial class ShortName
{
    /// <summary>Queue&lt;Frame&gt; of Pilevisor.Kernel.Queue&lt;Pilevisor.Interconnect.Frame&gt;.</summary>
    public static string Of(string type) => Qualifier().Replace(type, "");

    /// <summary>IMachine.Create of Pilevisor.Kernel.IMachine.Create.</summary>
    public static string Member(string member) => $"{Of(member[..member.LastIndexOf('.')])}{member[member.LastIndexOf('.')..]}";

    [GeneratedRegex(@"\w+\.")]
    private static partial Regex Qualifier();
}
