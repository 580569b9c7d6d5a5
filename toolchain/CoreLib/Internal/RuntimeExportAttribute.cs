namespace System.Runtime;

/// <summary>Gives a static method a global symbol, called as the procedure call standard says.</summary>
internal sealed class RuntimeExportAttribute(string entry) : Attribute
{
    public string EntryPoint => entry;
}
