/* A thread that performs, and takes commands meanwhile. The class lives in libcsnd6, a library of its own;
   include csound.hpp (or csound.h) first. Its private part is laid out as that library was built. */
#ifndef CSOUND_CSPERFTHREAD_HPP
#define CSOUND_CSPERFTHREAD_HPP
#include <string>
#include "csound.hpp"

class CsoundPerformanceThreadMessage;
class CsPerfThread_PerformScore;

/** What a recording needs. */
typedef struct {
    void *cbuf, *sfile, *thread;
    bool running;
    void *condvar, *mutex;
} recordData_t;

class PUBLIC CsoundPerformanceThread {
  private:
    CSOUND *csound;
    CsoundPerformanceThreadMessage volatile *firstMessage;
    CsoundPerformanceThreadMessage *lastMessage;
    void *queueLock, *pauseLock, *flushLock, *recordLock, *perfThread;
    int paused, status;
    void *cdata;
    recordData_t recordData;
    int running;
    void (*processcallback)(void *);
    int Perform();
    void csPerfThread_constructor(CSOUND *);
    void QueueMessage(class CsoundPerformanceThreadMessage *);
    friend class CsoundPerformanceThreadMessage;
    friend class CsPerfThread_PerformScore;

  public:
    /** A compiled and started engine; the thread begins paused. The engine stays the caller's. */
    CsoundPerformanceThread(Csound *);
    CsoundPerformanceThread(CSOUND *);
    ~CsoundPerformanceThread();

    int isRunning() { return running; }
    /** Called after every control cycle, on the performing thread. */
    void *GetProcessCallback() { return reinterpret_cast<void *>(processcallback); }
    void SetProcessCallback(void (*hook)(void *), void *user) { cdata = user, processcallback = hook; }
    CSOUND *GetCsound() { return csound; }
    /** 0 while running, positive at the end, negative on an error. */
    int GetStatus() { return status; }

    void Play();
    void Pause();
    void TogglePause();
    /** Ends the performance; it cannot go on. */
    void Stop();
    /** Writes what is heard to a sound file of `bits` a sample, through `buffers` buffers; ends that. */
    void Record(std::string file, int bits = 16, int buffers = 4);
    void StopRecord();
    /** With `absolute` not 0, p2 counts from the start. */
    void ScoreEvent(int absolute, char letter, int count, const MYFLT *pfields);
    void InputMessage(const char *line);
    void SetScoreOffsetSeconds(double seconds);
    /** Waits for the end; gives the status. */
    int Join();
    /** Waits until every command so far has been carried out. */
    void FlushMessageQueue();
};
#endif
