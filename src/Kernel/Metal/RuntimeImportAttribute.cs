namespace System.Runtime;

/// <summary>
/// Marks an extern method whose body is the assembly label <paramref name="entry"/>. ILC knows the attribute by its name, in any assembly, and compiles a call of the method to a bare BL.
/// </summary>
/// <param name="library">"*": the label is linked into the image.</param>
/// <param name="entry">The label.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeImportAttribute(string library, string entry) : Attribute
{
    /// <summary>"*".</summary>
    public string Library { get; } = library;

    /// <summary>The label.</summary>
    public string Entry { get; } = entry;
}
