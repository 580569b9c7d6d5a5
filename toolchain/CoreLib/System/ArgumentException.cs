namespace System;

public class ArgumentException : SystemException
{
    private readonly string? _paramName;

    public ArgumentException()
        : base("Value does not fall within the expected range.")
    {
    }

    public ArgumentException(string? message)
        : base(message)
    {
    }

    public ArgumentException(string? message, string? paramName)
        : base(message) => _paramName = paramName;

    public virtual string? ParamName => _paramName;

    public override string Message => string.IsNullOrEmpty(_paramName) ? base.Message : string.Concat(base.Message, " (Parameter '", _paramName, "')");
}
