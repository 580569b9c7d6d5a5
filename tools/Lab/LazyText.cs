using System.Runtime.CompilerServices;

namespace Pilevisor.Lab;

/// <summary>An interpolated text that is put together only if a condition does not hold: invariants are checked after every step, and hardly ever say anything.</summary>
[InterpolatedStringHandler]
internal ref struct LazyText
{
    private DefaultInterpolatedStringHandler _text;

    public LazyText(int literalLength, int formattedCount, bool condition, out bool isWanted)
    {
        isWanted = !condition;
        _text = isWanted ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    /// <summary>The text. Once.</summary>
    public string Take() => _text.ToStringAndClear();
}
