using System;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pilevisor.Launch.Live;

/// <summary>An address in JSON: a text as 0xffff800008b6fd3c, since readers that take numbers for doubles would round it.</summary>
internal sealed class HexadecimalConverter : JsonConverter<ulong>
{
    private const string Prefix = "0x";

    /// <inheritdoc/>
    public override ulong Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text && text.StartsWith(Prefix, StringComparison.Ordinal) && ulong.TryParse(text.AsSpan(Prefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value)
            ? value
            : throw new JsonException("an address is a text as 0xffff800008b6fd3c");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ulong value, JsonSerializerOptions options) => writer.WriteStringValue($"{Prefix}{value:x}");
}
