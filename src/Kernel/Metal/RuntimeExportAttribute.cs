namespace System.Runtime;

/// <summary>Gives a static method the label <paramref name="entry"/>, by which assembly code calls it. ILC knows the attribute by its name, in any assembly.</summary>
/// <param name="entry">The label.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeExportAttribute(string entry) : Attribute
{
    /// <summary>The label.</summary>
    public string Entry { get; } = entry;
}
