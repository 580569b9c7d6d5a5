namespace Pilevisor.Drivers;

/// <summary>A descriptor of the GENET: three words among its registers. The first holds a length and these bits, the others an address.</summary>
internal static class GenetDescriptor
{
    /// <summary>How many bytes one takes.</summary>
    public const uint Bytes = 12;

    /// <summary>Where the lower half of the buffer's address stands.</summary>
    public const uint AddressLow = 4;

    /// <summary>Where the upper half stands.</summary>
    public const uint AddressHigh = 8;

    /// <summary>Where the length stands in the first word: twelve bits, in bytes.</summary>
    public const int LengthShift = 16;

    /// <summary>The length's bits, shifted down.</summary>
    public const uint LengthMask = 0xfff;

    /// <summary>EOP: the frame ends here.</summary>
    public const uint End = 1 << 14;

    /// <summary>SOP: the frame begins here.</summary>
    public const uint Start = 1 << 13;

    /// <summary>QTAG in transmission: no queue of a switch behind the port.</summary>
    public const uint NoQueue = 0x3f << 7;

    /// <summary>APPEND_CRC in transmission: the MAC pads the frame to 60 bytes and appends the frame check sequence.</summary>
    public const uint AppendCheck = 1 << 6;

    /// <summary>LG, NO, RXER, CRC_ERROR and OV in reception: too long, no whole number of bytes, an error on the line, a wrong frame check sequence, no room.</summary>
    public const uint ReceiveErrors = 0x1f;
}
