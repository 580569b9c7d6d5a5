namespace System.Runtime;

internal sealed class RuntimeImportAttribute(string library, string entry) : Attribute
{
    public string Library => library;

    public string Entry => entry;
}
