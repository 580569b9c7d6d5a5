namespace System.Runtime;

/// <summary>Gives a static method the symbol <paramref name="entry"/>.</summary>
internal sealed class RuntimeExportAttribute(string entry) : Attribute
{
    public string Entry => entry;
}
