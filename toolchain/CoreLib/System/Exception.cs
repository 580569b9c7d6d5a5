namespace System;

/// <summary>Thrown, it is a panic: no handler ever runs at EL2.</summary>
public class Exception
{
    private readonly string? _message;
    private readonly Exception? _innerException;

    public Exception()
    {
    }

    public Exception(string? message) => _message = message;

    public Exception(string? message, Exception? innerException)
    {
        _message = message;
        _innerException = innerException;
    }

    public virtual string Message => _message ?? "An exception without a message was thrown.";

    public Exception? InnerException => _innerException;

    public override string ToString() => Message;
}
