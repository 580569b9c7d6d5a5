namespace Pilevisor.Kernel;

/// <summary>The machine's serial port: bytes in, bytes out. Whoever drives it, under a lock of its own, is alone; only a panic and the end of the machine write besides.</summary>
public interface IConsole
{
    /// <summary>The port's interrupt.</summary>
    InterruptId Interrupt { get; }

    /// <summary>Turns the port on; it interrupts for nothing yet.</summary>
    [Starts(BootPhase.Diagnostics)]
    void Initialize();

    /// <summary>From now on the port interrupts for <paramref name="events"/> and nothing else. One that has come already interrupts at once.</summary>
    void InterruptOn(ConsoleEvents events);

    /// <summary>Sends one byte if there is room for it.</summary>
    bool TryWrite(byte value);

    /// <summary>Whether anything was received that nobody has taken.</summary>
    bool HasReceived { get; }

    /// <summary>Takes what was received first, if there is anything. What nobody takes stays in the port, which holds back the sender where the line can do that.</summary>
    bool TryRead(out ReceivedCharacter received);

    /// <summary>Quiets the interrupt. To be called before bytes are taken and sent: what happens meanwhile interrupts again.</summary>
    void AcknowledgeInterrupt();
}
