using System.IO;

namespace Pilevisor.Launch.Layout;

/// <summary>What users name by its name if it is the repository's, and by its folder if it is their own: variants and protocols.</summary>
public static class FolderName
{
    /// <summary>Whether <paramref name="name"/> means a folder: it has a / in it, or is . or ..</summary>
    public static bool IsOne(string name) => name is "." or ".." || name.Contains(Path.DirectorySeparatorChar);
}
