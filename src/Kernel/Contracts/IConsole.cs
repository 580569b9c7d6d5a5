namespace Pilevisor.Kernel;

/// <summary>The machine's serial port: bytes in, bytes out.</summary>
public interface IConsole
{
    /// <summary>The interrupt that says bytes have arrived.</summary>
    InterruptId Interrupt { get; }

    /// <summary>Turns the port and its receive interrupt on.</summary>
    void Initialize();

    /// <summary>Sends one byte if there is room for it.</summary>
    bool TryWrite(byte value);

    /// <summary>Takes one received byte if there is one.</summary>
    bool TryRead(out byte value);

    /// <summary>Quiets the receive interrupt after the bytes were taken.</summary>
    void AcknowledgeInterrupt();
}
