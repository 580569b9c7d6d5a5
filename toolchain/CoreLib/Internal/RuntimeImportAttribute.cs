namespace System.Runtime;

/// <summary>Makes an extern method a plain call of a global symbol.</summary>
internal sealed class RuntimeImportAttribute(string dllName, string entry) : Attribute
{
    public string DllName => dllName;

    public string EntryPoint => entry;
}
