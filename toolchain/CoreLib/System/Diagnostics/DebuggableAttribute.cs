namespace System.Diagnostics;

public sealed class DebuggableAttribute(DebuggableAttribute.DebuggingModes modes) : Attribute
{
    [Flags]
    public enum DebuggingModes
    {
        None = 0,
        Default = 1,
        IgnoreSymbolStoreSequencePoints = 2,
        EnableEditAndContinue = 4,
        DisableOptimizations = 256,
    }

    public DebuggingModes DebuggingFlags => modes;
}
