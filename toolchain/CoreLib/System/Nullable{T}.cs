namespace System;

public readonly struct Nullable<T>
    where T : struct
{
    // The names the framework has: compilers look for them.
    private readonly bool hasValue;
    internal readonly T value;

    public Nullable(T value)
    {
        this.value = value;
        hasValue = true;
    }

    public bool HasValue => hasValue;

    public T Value => hasValue ? value : throw new InvalidOperationException("Nullable object must have a value.");

    public static implicit operator T?(T value) => new Nullable<T>(value);

    public static explicit operator T(T? value) => value!.Value;

    public T GetValueOrDefault() => value;

    public T GetValueOrDefault(T defaultValue) => hasValue ? value : defaultValue;
}
