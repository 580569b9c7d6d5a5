namespace System;

/// <summary>The fields' names and order, and the three ways to make a delegate, are ILC's.</summary>
public abstract class Delegate
{
    internal object? m_firstParameter;
    internal object? m_helperObject;
    internal nint m_extraFunctionPointerOrData;
    internal nint m_functionPointer;

    private void InitializeClosedInstance(object firstParameter, nint functionPointer)
    {
        m_firstParameter = firstParameter;
        m_functionPointer = functionPointer;
    }

    private void InitializeOpenStaticThunk(object? firstParameter, nint functionPointer, nint functionPointerThunk)
    {
        m_firstParameter = this;
        m_functionPointer = functionPointerThunk;
        m_extraFunctionPointerOrData = functionPointer;
    }

    private void InitializeClosedStaticThunk(object? firstParameter, nint functionPointer, nint functionPointerThunk)
    {
        m_firstParameter = this;
        m_helperObject = firstParameter;
        m_functionPointer = functionPointerThunk;
        m_extraFunctionPointerOrData = functionPointer;
    }
}
