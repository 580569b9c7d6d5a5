namespace System.Runtime;

internal sealed class RuntimeExportAttribute(string entry) : Attribute
{
    public string Entry => entry;
}
