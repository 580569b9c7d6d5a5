namespace System.Runtime;

/// <summary>Marks an extern method that is the symbol <paramref name="entry"/>.</summary>
internal sealed class RuntimeImportAttribute(string library, string entry) : Attribute
{
    public string Library => library;

    public string Entry => entry;
}
