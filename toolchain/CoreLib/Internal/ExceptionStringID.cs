namespace Internal.TypeSystem;

/// <summary>Part of the signatures of ThrowHelpers; ILC numbers its messages with it.</summary>
internal enum ExceptionStringID
{
    None,
}
